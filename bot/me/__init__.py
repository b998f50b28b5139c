"""What one person asks of Taiwa: a language, hours, a pause; and what it can do for them."""
