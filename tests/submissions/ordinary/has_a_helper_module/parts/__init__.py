from parts.scale import scaled
