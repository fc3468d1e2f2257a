// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import org.apache.zeppelin.clustering.rpc.wire.BrowserAnswer;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/** The part of the service that is about notes; what each call means is said in the IDL. */
public interface NoteCalls {

  BrowserAnswer browserMessage(BrowserMessage message) throws TException;

  void browserLeft(BrowserRef browser) throws TException;

  void browserTexts(BrowserTexts texts) throws TException;

  RestAnswer rest(RestCall call) throws TException;

  String takeNote(String noteId) throws TException;

  RestAnswer restAnswer(String pending) throws TException;
}
