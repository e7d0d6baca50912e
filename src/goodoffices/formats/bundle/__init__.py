"""Evidence bundles: an archive with files, custody logs and the script that checks them."""
