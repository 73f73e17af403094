queue = Hàng đợi
say-how-to-quit = { $key } để thoát
