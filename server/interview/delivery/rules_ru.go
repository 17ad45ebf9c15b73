package delivery

func russian() []rule { return nil }
