/// Conversations whose next question comes some time after the answer to the one before: a closed loop.
///
/// ```swift
/// while let opening = conversations.nextRequest() { … }          // when a conversation begins
/// if let next = conversations.followUp(to: request, answeredAt: now) { calendar.schedule(.arrival(next), at: next.arrival) }
/// ```
/// ``RequestSource/nextRequest()`` gives the first requests of conversations only. Whoever serves says when each answer
/// ended and gets the request that follows it, which arrives then or later, to put on its own calendar.
/// What a conversation asks does not depend on how it is served: two fleets get the same questions.
public protocol ConversationSource: RequestSource {
  /// The request that follows an answer which ended at that time, in seconds; `nil` where the conversation is over.
  ///
  /// It is asked once for each request.
  mutating func followUp(to request: InferenceRequest, answeredAt time: Double) -> InferenceRequest?

  /// Ends the conversation of a request that was given up: rejected, timed out, lost.
  mutating func abandon(_ request: InferenceRequest)
}
