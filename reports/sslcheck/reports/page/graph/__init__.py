"""What supposes what in an article, as a drawing in layers."""
