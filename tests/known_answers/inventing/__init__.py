"""Invents Salesforce exports: hundreds of records in which every definition meets its odd cases, from a seed."""
