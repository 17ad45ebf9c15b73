package question

var (
	russian, uzbek, spanish, german, french, portuguese, turkish, arabic rules
	chinese                                                              = rules{unspaced: true}
)
