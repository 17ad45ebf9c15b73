package delivery

func uzbek() []rule { return nil }
