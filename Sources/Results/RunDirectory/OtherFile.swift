/// A file of a directory that is no table.
struct OtherFile {
  let record: CSVFile.Record
  let name: String
  let format: String
  let mediaType: String
  /// What it shows, where it is a picture.
  var title: String?
}
