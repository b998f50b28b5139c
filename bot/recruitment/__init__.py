"""この指とまれ: one line, and anyone joins with one click."""
