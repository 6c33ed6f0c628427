"""The journal: Merilo's own light CRM, as rows that people write."""
