package delivery

func english() []rule { return nil }
