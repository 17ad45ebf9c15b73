package delivery

func portuguese() []rule { return nil }
