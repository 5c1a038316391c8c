"""Reports: the pages of the dashboards, and a digest of the week, as files for a mail or a printer."""
