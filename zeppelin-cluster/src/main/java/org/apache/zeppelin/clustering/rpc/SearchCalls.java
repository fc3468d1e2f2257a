// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.util.List;
import org.apache.zeppelin.clustering.rpc.wire.SearchHit;

/** The part of the service that is about the search; what it means is said in the IDL. */
public interface SearchCalls {

  List<SearchHit> search(String query);
}
