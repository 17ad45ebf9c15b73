package delivery

func german() []rule { return nil }
