package dev.bearerd.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What changes whenever a file is written anew. Links are followed: a mounted Secret changes behind
 * a path that stays.
 *
 * @param file device and inode, where the file system has such
 */
public record FileVersion(Optional<Object> file, long size, FileTime modified) {

  static FileVersion of(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileVersion(
        Optional.ofNullable(attributes.fileKey()),
        attributes.size(),
        attributes.lastModifiedTime());
  }
}
