package signin

// Held is how many cuts and watches a gate has in memory.
func (g *Gate) Held() (cuts, watches int) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for _, of := range g.ofWhom {
		watches += len(of)
	}
	return len(g.sessions) + len(g.users), watches
}
