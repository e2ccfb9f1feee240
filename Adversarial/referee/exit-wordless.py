"""A script that says nothing at all and ends well."""
