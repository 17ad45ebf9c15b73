package delivery

func chinese() []rule { return nil }
