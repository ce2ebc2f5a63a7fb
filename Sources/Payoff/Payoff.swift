@_exported public import Demand
@_exported public import Economics
@_exported public import EventSimulation
@_exported public import Experimentation
@_exported public import Randomness
@_exported public import Serving
