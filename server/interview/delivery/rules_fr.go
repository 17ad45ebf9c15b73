package delivery

func french() []rule { return nil }
