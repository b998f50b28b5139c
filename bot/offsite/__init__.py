"""Offsites: voluntary meetings with answers, seats, a waiting list and one reminder."""
