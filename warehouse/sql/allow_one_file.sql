SET allowed_paths = [$path]
