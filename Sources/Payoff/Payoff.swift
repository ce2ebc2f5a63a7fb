@_exported public import Demand
@_exported public import Economics
@_exported public import EventSimulation
@_exported public import Experimentation
@_exported public import Randomness
@_exported public import Serving

@_exported public import func Glibc.cos
@_exported public import func Glibc.exp
@_exported public import func Glibc.log
@_exported public import func Glibc.log10
@_exported public import func Glibc.log2
@_exported public import func Glibc.pow
@_exported public import func Glibc.sin
@_exported public import func Glibc.sqrt
@_exported public import func Glibc.tanh
