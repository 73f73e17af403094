queue = Queue
say-how-to-quit = { $key } quits
