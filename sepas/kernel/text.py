def to_latin_digits(text: str) -> str:
    return text
