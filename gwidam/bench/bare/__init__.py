"""The yardstick of intake: a Django view as somebody would write it in an afternoon, and nothing around it.

It reads JSON and inserts the rows that a voice through the API becomes (customer, contact, delivery, voice,
case, two promises, three facts, one job) with plain creates in one transaction: no key to check, no cleaning,
no masking, no ledger, no roster, no middleware.
"""
