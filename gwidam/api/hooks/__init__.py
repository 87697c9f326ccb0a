"""Addresses that other systems call without a key of the API: each is signed, or shows a secret."""
