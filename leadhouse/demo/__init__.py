"""A realistic company to try Leadhouse with: its weekly Salesforce export and the truth behind it."""

from leadhouse.demo.generate import DemoExport, generate

__all__ = ["DemoExport", "generate"]
