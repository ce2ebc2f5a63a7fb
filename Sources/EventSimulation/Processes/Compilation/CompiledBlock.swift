/// A block that the engine knows: it adds its operations to the program.
protocol CompiledBlock: Block {
  func compile(into compiler: inout ProgramCompiler)
}
