// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

/** The part of the service that is about the job manager page; what it means is said in the IDL. */
public interface JobCalls {

  String noteJobs();

  void jobsChanged(String message);
}
