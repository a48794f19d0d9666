import_step = None
