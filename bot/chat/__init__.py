"""The chat products: what comes in and goes out in our own terms, and each product's rendering of it."""
