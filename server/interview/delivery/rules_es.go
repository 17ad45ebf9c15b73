package delivery

func spanish() []rule { return nil }
