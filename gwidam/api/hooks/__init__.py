"""Addresses that other systems call without a key of the API: each message is signed by Standard Webhooks, or shows a secret."""
