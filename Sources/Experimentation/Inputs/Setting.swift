/// A text that a run is given, such as the file of a trace: `--set trace=requests.csv.gz`.
@propertyWrapper
public struct Setting {
  let setting: SettingSlot

  /// A setting whose default is the property's value, and what it means.
  public init(wrappedValue: String, _ meaning: String) {
    setting = SettingSlot(meaning: meaning, value: wrappedValue)
  }

  /// The text that this run was given.
  public var wrappedValue: String { setting.value }
}

/// What is declared of a setting, and its text.
final class SettingSlot {
  let meaning: String
  var value: String

  init(meaning: String, value: String) {
    self.meaning = meaning
    self.value = value
  }
}
