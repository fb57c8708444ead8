"""Reading tables that people send and writing those that they take: CSV and XLSX, without Django's models."""
