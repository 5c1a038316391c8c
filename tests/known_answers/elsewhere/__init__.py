"""The same company through another system: every fact must be what the Salesforce export of it gives."""
