"""Data in and out: files of people read, checked and brought in; everything taken out again."""
