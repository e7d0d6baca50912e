"""What is said in public: publications with their evidence, releases of data, mail, partners."""
