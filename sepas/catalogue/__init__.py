"""What a model needs beside itself before it is sold: its parts, and whether everything is ready."""
