"""Every sentence that a person reads, as functions: one module a subject. A second language is a second package."""
