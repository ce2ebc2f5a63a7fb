public import Economics

// Every expense is a line of a scenario.

extension Cost: ScenarioPart {}
extension DataCorpus: ScenarioPart {}
extension Energy: ScenarioPart {}
extension Investment: ScenarioPart {}
extension Metered: ScenarioPart {}
extension Migration: ScenarioPart {}
extension OwnedHardware: ScenarioPart {}
extension ReservedGPUs: ScenarioPart {}
extension Staff: ScenarioPart {}
extension TokenCalls: ScenarioPart {}
extension TrainingRun: ScenarioPart {}
