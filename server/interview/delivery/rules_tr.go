package delivery

func turkish() []rule { return nil }
