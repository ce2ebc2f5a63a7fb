extension Replica {
  /// Calls with each request that was admitted and is not answered, those whose memory was taken away too.
  func forEachAdmitted(_ body: (RequestState) -> Void) {
    for entry in order where places[Int(entry.place)].admission == entry.admission { body(places[Int(entry.place)]) }
    for sequence in returned { body(sequence) }
  }
}
