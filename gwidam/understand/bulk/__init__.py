"""Reading many texts at once, outside a house: the same reading, as columns, in whatever engine holds the texts.

columns.py says which columns, from plain lists; arrow.py does it for Arrow batches, which DuckDB and Spark both
speak; duck.py and spark.py are what little each of them needs besides. No Django, no database, nothing fetched.
"""
