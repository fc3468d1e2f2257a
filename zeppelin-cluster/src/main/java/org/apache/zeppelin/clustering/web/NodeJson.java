// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import java.util.Map;

/** A server or process in the form that the old mode's REST had; its page reads these names. */
final class NodeJson {

  final String NODE_NAME;

  final Map<String, String> properties;

  NodeJson(String nodeName, Map<String, String> properties) {
    this.NODE_NAME = nodeName;
    this.properties = Map.copyOf(properties);
  }
}
